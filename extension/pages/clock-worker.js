// A clock for a page behind another tab: browsers let the timers of such a page run once a minute at most, and those of its
// workers as ever. Says the number that it was given when so many milliseconds have passed.

onmessage = ({ data: { turn, ms } }) => setTimeout(() => postMessage(turn), ms);

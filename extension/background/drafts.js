// A draft on its way to the report page: in storage.session, which is memory of the browser and gone with it; in a private
// window not even there, but in this script's own memory for the moment that the page needs to open.

/**
 * Both browsers give storage.session 10 MB. The oldest drafts make room, but never one in which somebody has written: where there
 * are no others, there is no room. With a draft go the words and the picture that its page kept beside it.
 */
const MAX_DRAFTS = 8;

const inPrivate = new Map();

/** Puts a draft down; gives `{id}`, or `{error}` when there is no room for it even without its screenshot. */
export async function putDown(draft) {
  const id = crypto.randomUUID();
  if (draft.private) {
    inPrivate.set(id, draft);
    return { id };
  }
  const put = (whole) => chrome.storage.session.set({ [place(id)]: { at: Date.now(), draft: whole } });
  try {
    if (!(await makeRoom())) return { error: "error.room" };
    await put(draft);
  } catch {
    try {
      await put({ ...draft, screenshot: null, screenshotWhy: "shot.room" });
    } catch (error) {
      console.error(error);
      return { error: "error.room" };
    }
  }
  return { id };
}

/** Hands a draft to the report page. It stays where it is, so that the page can be loaded again. */
export async function handOver(id) {
  const kept = inPrivate.get(id);
  if (kept) return { draft: kept };
  const { [place(id)]: found } = await chrome.storage.session.get(place(id));
  return found ? { draft: found.draft } : { error: "draft.gone" };
}

/** Forgets a draft. */
export async function discard(id) {
  inPrivate.delete(id);
  await chrome.storage.session.remove(place(id));
  return {};
}

/** Forgets every draft of this session, with all that their pages and those of kept cases keep beside them. */
export async function clearDrafts() {
  inPrivate.clear();
  const keys = Object.keys(await chrome.storage.session.get(null));
  await chrome.storage.session.remove(keys.filter((key) => [place(""), ...beside(place(""))].some((start) => key.startsWith(start))));
  return {};
}

/** Every draft of this session by its id, the last first; those of private windows are not told. */
export async function drafts() {
  const all = Object.entries(await chrome.storage.session.get(null)).filter(([key]) => key.startsWith(place("")));
  return all.sort(([, a], [, b]) => b.at - a.at).map(([key, { draft }]) => [key.slice(place("").length), draft]);
}

/** Takes away as many drafts as one more needs; says whether there is room for it then. */
async function makeRoom() {
  const all = await chrome.storage.session.get(null);
  const drafts = Object.keys(all).filter((key) => key.startsWith(place("")));
  const surplus = Math.max(0, drafts.length - MAX_DRAFTS + 1);
  const blank = drafts.filter((key) => !isWritten(beside(key).map((key) => all[key]))).sort((one, other) => all[one].at - all[other].at);
  if (blank.length < surplus) return false;
  await chrome.storage.session.remove(blank.slice(0, surplus).flatMap((key) => [key, ...beside(key)]));
  return true;
}

/** Whether there is anything of a person's own in words and picture; the role, the recipient and the date are chosen in a moment. */
function isWritten([{ role, recipient, ...words } = {}, picture]) {
  return isFilled([{ ...words, answers: { ...words.answers, date: "" } }, picture]);
}

function isFilled(value) {
  return typeof value === "object" && value !== null ? Object.values(value).some(isFilled) : Boolean(value);
}

/** What the report page keeps of a draft that is at `key`: its words, its picture. */
function beside(key) {
  const id = key.slice(place("").length);
  return [`words:${id}`, `picture:${id}`];
}

function place(id) {
  return `draft:${id}`;
}

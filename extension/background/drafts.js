// A draft on its way to the report page: in storage.session, which is memory of the browser and gone with it; in a private
// window not even there, but in this script's own memory for the moment that the page needs to open.

/** Both browsers give storage.session 10 MB. Drafts that were never opened again make room, the oldest first. */
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
    await makeRoom();
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

/** Every draft of this session by its id, the last first; those of private windows are not told. */
export async function drafts() {
  const all = Object.entries(await chrome.storage.session.get(null)).filter(([key]) => key.startsWith(place("")));
  return all.sort(([, a], [, b]) => b.at - a.at).map(([key, { draft }]) => [key.slice(place("").length), draft]);
}

async function makeRoom() {
  const drafts = Object.entries(await chrome.storage.session.get(null))
    .filter(([key]) => key.startsWith(place("")))
    .sort(([, a], [, b]) => a.at - b.at);
  const surplus = drafts.slice(0, Math.max(0, drafts.length - MAX_DRAFTS + 1));
  await chrome.storage.session.remove(surplus.map(([key]) => key));
}

function place(id) {
  return `draft:${id}`;
}

// What a page shows when its wasm cannot run or its words (messages/) cannot be read: the browser's own catalogue has this one sentence.

export function stopped(error) {
  console.error(error);
  const notice = document.createElement("p");
  notice.setAttribute("role", "alert");
  notice.textContent = chrome.i18n.getMessage("pageStopped");
  document.body.removeAttribute("data-state");
  document.body.replaceChildren(notice);
}

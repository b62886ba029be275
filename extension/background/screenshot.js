// A picture of what the tab shows, small enough for storage.session.

/** Bytes of the picture: thousands of them in a dossier stay below what a browser lets a page keep. */
const MAX_BYTES = 120_000;
/** Wider says nothing more about a text, and letters stay legible at this width. */
const MAX_WIDTH = 1_280;
/** A browser that cannot write the first format writes PNG in its place: then the second one is taken. */
const FORMATS = ["image/webp", "image/jpeg"];
/** Tried in turn until the picture is small enough: first a coarser picture, then a smaller one. */
const TRIES = [
  { scale: 1, quality: 0.85 },
  { scale: 1, quality: 0.7 },
  { scale: 0.75, quality: 0.7 },
  { scale: 0.5, quality: 0.7 },
  { scale: 0.35, quality: 0.6 },
];

/** `{screenshot: {data, width, height} or null, screenshotWhy: message id or null}`: failing is no reason not to report. */
export async function capture(tab) {
  const now = await chrome.tabs.get(tab.id).catch(() => null);
  if (!now?.active) return { screenshot: null, screenshotWhy: "shot.hidden" };
  try {
    const data = await chrome.tabs.captureVisibleTab(now.windowId, { format: "png" });
    return { screenshot: await reduce(data), screenshotWhy: null };
  } catch (error) {
    console.warn(error);
    return { screenshot: null, screenshotWhy: "shot.refused" };
  }
}

async function reduce(data) {
  const bitmap = await createImageBitmap(fromDataUrl(data));
  try {
    const fit = Math.min(1, MAX_WIDTH / bitmap.width);
    let blob;
    let canvas;
    for (const { scale, quality } of TRIES) {
      canvas = new OffscreenCanvas(Math.round(bitmap.width * fit * scale), Math.round(bitmap.height * fit * scale));
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      blob = await written(canvas, quality);
      if (blob.size <= MAX_BYTES) break;
    }
    return { data: await toDataUrl(blob), width: canvas.width, height: canvas.height };
  } finally {
    bitmap.close();
  }
}

async function written(canvas, quality) {
  for (const type of FORMATS) {
    const blob = await canvas.convertToBlob({ type, quality });
    if (blob.type === type) return blob;
  }
  return canvas.convertToBlob();
}

// By hand, not by fetch: the content security policy lets nothing be fetched but the extension's own files.
function fromDataUrl(data) {
  const [head, body] = data.split(",", 2);
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: head.slice("data:".length).split(";")[0] });
}

async function toDataUrl(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  // In pieces: a call takes a limited number of arguments.
  const PIECE = 0x8000;
  let letters = "";
  for (let at = 0; at < bytes.length; at += PIECE) letters += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return `data:${blob.type};base64,${btoa(letters)}`;
}

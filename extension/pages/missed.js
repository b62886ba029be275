/** Opens « Proposer une mention manquée » on a page of texts. What does it is large, and most texts never need it. */
export async function missed(...told) {
  const dossier = await import("../wasm/dossier.js");
  await dossier.default({ module_or_path: new URL("../wasm/dossier.wasm", import.meta.url) });
  return dossier.missed(...told);
}

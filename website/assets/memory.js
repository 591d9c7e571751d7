// Keeps Python's memory, as it is once everything is imported, for the next visit. Nothing typed is in it.

const CACHE = "dicewright-memory";
const LENGTH = "Memory-Length";

// Where a browser keeps nothing, as in some private windows, each visit starts Python anew.
async function attempt(action) {
  try {
    return await action(await caches.open(CACHE));
  } catch {
    return undefined;
  }
}

export function find(key) {
  return attempt((cache) => cache.match(key));
}

// A page that is left while it keeps a memory may leave a part of it.
export async function whole(found) {
  const memory = await found.arrayBuffer();
  if (memory.byteLength !== Number(found.headers.get(LENGTH))) throw new Error("A part of the memory is missing.");
  return memory;
}

export function keep(key, memory) {
  return attempt(async (cache) => {
    // Of other versions of this site, none is of use any more; another site may share the cache.
    const folder = new URL(".", key).href;
    for (const { url } of await cache.keys()) if (url.startsWith(folder) && url !== key) await cache.delete(url);
    await cache.put(key, new Response(memory, { headers: { [LENGTH]: memory.byteLength } }));
  });
}

export function forget(key) {
  return attempt((cache) => cache.delete(key));
}

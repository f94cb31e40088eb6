import { createGzip } from 'node:zlib';

const CHUNK = Buffer.alloc(1024 * 1024);
let made: Promise<Buffer> | undefined;

/** 300 MB of zeros in about 300 KB of gzip; made once, a chunk at a time. */
export function gzippedZeros(megabytes = 300): Promise<Buffer> {
  made ??= (async () => {
    const gzip = createGzip({ level: 1 });
    const packed: Buffer[] = [];
    gzip.on('data', (data: Buffer) => packed.push(data));
    for (let i = 0; i < megabytes; i++) {
      if (!gzip.write(CHUNK)) await new Promise((resolve) => gzip.once('drain', resolve));
    }
    const ended = new Promise((resolve) => gzip.once('end', resolve));
    gzip.end();
    await ended;
    return Buffer.concat(packed);
  })();
  return made;
}

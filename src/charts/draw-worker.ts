import { parentPort } from 'node:worker_threads';
import type { Painted } from './draw-thread.ts';
import type { Drawing } from './picture.ts';
import { pngOf } from './png.ts';
import { svgOf } from './svg.ts';

parentPort?.on('message', async (drawing: Drawing) => {
  parentPort?.postMessage(await painted(drawing));
});

async function painted(drawing: Drawing): Promise<Painted> {
  try {
    return { kind: 'drawn', png: await pngOf(svgOf(drawing), drawing.sizes.zoom) };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

let ready: Promise<readonly Uint8Array[]> | null = null;

/** An SVG as PNG, enlarged `zoom` times. Text is set in the fonts that come with us: the system's are never looked at. */
export async function pngOf(svg: string, zoom: number): Promise<Uint8Array> {
  ready ??= prepare();
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers: [...(await ready)], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  const drawn = image.render();
  const png = drawn.asPng();
  drawn.free();
  image.free();
  return png;
}

async function prepare(): Promise<readonly Uint8Array[]> {
  await initWasm(await read('@resvg/resvg-wasm/index_bg.wasm'));
  return Promise.all(fonts.map((font) => read(`dejavu-fonts-ttf/ttf/${font}`)));
}

function read(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(fileURLToPath(import.meta.resolve(file)));
}

import startProphet from '@bsull/augurs/prophet';
import type { ModelOnInput } from '../define-model.ts';
import { type ProphetModelOptions, prophetModel } from './prophet-model.ts';

export type { ProphetModelOptions } from './prophet-model.ts';

let loaded: Promise<ModelOnInput<ProphetModelOptions>> | undefined;

/**
 * Prophet itself (Taylor, Letham 2018): its Stan model compiled to WASM, through augurs. It is loaded apart from the
 * other models because loading takes about 50 ms and 3 MB and has to be awaited; each thread loads its own, once.
 *
 * @param wasm bytes or address of `prophet_bg.wasm` of @bsull/augurs, for a browser; read from disk if left out
 * @returns a model named 'prophet', to be used like any other
 * @example
 * const prophet = await loadProphet();
 * prophet.fit({ values, seasonalPeriods: [12] }).forecast(12).mean;
 */
export function loadProphet(
  wasm?: Uint8Array<ArrayBuffer> | URL,
): Promise<ModelOnInput<ProphetModelOptions>> {
  loaded ??= load(wasm).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(
  wasm: Uint8Array<ArrayBuffer> | URL | undefined,
): Promise<ModelOnInput<ProphetModelOptions>> {
  const [bytes, { optimizer }] = await Promise.all([
    wasm ?? import('./node-loader.ts').then(({ readProphetWasm }) => readProphetWasm()),
    import('@bsull/augurs-prophet-wasmstan'),
  ]);
  await startProphet({ module_or_path: bytes });
  return prophetModel(optimizer);
}

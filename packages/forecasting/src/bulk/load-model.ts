import { allModels, modelByName } from '../models/all-models.ts';
import type { ModelOnInput } from '../models/define-model.ts';

const PROPHET = 'prophet';

/** The names {@link loadModel} knows: all models of this package, and Prophet. */
export const modelNames: readonly string[] = [...allModels.map(({ name }) => name), PROPHET];

/**
 * The model of a name, Prophet included, which is read from disk when it is asked for.
 *
 * @throws RangeError if there is none, naming those there are
 */
export async function loadModel(name: string): Promise<ModelOnInput> {
  if (name !== PROPHET) return modelByName(name);
  const { loadProphet } = await import('../models/prophet/index.ts');
  return loadProphet();
}

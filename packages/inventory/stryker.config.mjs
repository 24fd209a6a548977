import { mutationTesting } from '../../mutation.config.mjs';

/**
 * The simulation is not mutated. It draws companies for demos and tests; what it promises is that its output
 * is plausible, and a test of plausibility rightly lets a slightly different company pass.
 */
export default mutationTesting({ notMutated: ['src/simulation/**'] });

import fc from 'fast-check';

/**
 * Property tests draw the same inputs on every run, so that a red suite is the fault of the change.
 * `PROPERTY_SEED=7 npm test -- --project pure` looks at others.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 2027) });

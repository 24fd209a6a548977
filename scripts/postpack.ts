import { afterPacking } from './packed-package.ts';

afterPacking(process.cwd());

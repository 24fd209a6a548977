import { beforePacking } from './packed-package.ts';

beforePacking(process.cwd());

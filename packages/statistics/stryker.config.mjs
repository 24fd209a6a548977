import { mutationTesting } from '../../mutation.config.mjs';

export default mutationTesting();

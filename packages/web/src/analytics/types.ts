import type { Answer } from '../app/api.ts';

export type { Dashboard } from '@granary/client';
export type Savings = Answer<'/api/v1/kpis/savings'>;
export type TypeFigures = Answer<'/api/v1/kpis/dashboard'>['by_type'][number];

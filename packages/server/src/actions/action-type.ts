export const actionTypes = ['TRANSFER', 'MARKDOWN', 'LIQUIDATE'] as const;
export type ActionType = (typeof actionTypes)[number];

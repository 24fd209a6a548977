export const permissions = { 'catalog.read': 'See items, stores and lanes' };

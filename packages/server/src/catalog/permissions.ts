export const permissions = {
  'catalog.read': 'See items, stores and lanes',
  'catalog.write': 'Add and change items and stores',
};

export const permissions = {
  'stock.read': 'See stock by batch',
  'stock.receipts': 'See what was received, from whom and at which cost',
};

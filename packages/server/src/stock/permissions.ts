export const permissions = { 'stock.read': 'See stock by batch and receipts' };

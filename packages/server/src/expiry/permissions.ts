export const permissions = {
  'expiry.read': 'See which batches are at risk',
  'expiry.assess': 'Calculate risk anew',
  'expiry.rules': 'Change the rules for expiring stock',
};

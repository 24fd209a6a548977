export const permissions = {
  'actions.read': 'See proposed and decided actions with their proof',
  'actions.propose': 'Have actions proposed anew from the newest stock',
  'actions.approve': 'Approve or reject actions',
  'actions.complete': 'Record what a completed action achieved',
};

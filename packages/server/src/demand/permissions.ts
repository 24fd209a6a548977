export const permissions = {
  'demand.read': 'See sales history, features and forecasts',
  'demand.forecast': 'Calculate features and forecasts anew',
};

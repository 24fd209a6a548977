export const permissions = { 'analytics.read': 'See key figures and savings' };

export const opsPermissions = {
  'ops.read': 'See what went wrong, the notices about it and the figures of the machine',
  'ops.manage': 'Take note of notices, and lift blocks of network addresses',
};

export const permissions = {
  'ingest.read': 'See uploads, their data health reports and the files themselves',
  'ingest.write': 'Upload files',
};

/** Each with the sentence of the role editor. The other permissions stand in their capabilities. */
export const permissions = {
  'audit.read': 'Read who did what and when',
  'identity.read': 'See the people, roles and invitations of the organization',
  'identity.manage':
    'Invite people, change their roles, locations and limits, deactivate and unlock them, end their sessions',
  'identity.roles': 'Make, change and remove roles',
  'identity.organization': 'Change name, currency, locale and time zone of the organization',
  'identity.personal_data': 'Read all that is held about somebody else, and erase it',
  'identity.view_as': 'See what another role or person would see',
  'identity.owners': 'Make somebody an owner, and change or remove an owner',
};

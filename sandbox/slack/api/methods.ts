import type { Method } from './call.ts';
import { deleteMessage, getPermalink, postEphemeral, postMessage, unfurl, update as updateMessage } from './chat.ts';
import {
  info as channelInfo,
  history,
  join,
  list as listChannels,
  members,
  open as openChannel,
  replies,
} from './conversations.ts';
import { completeUpload, info as fileInfo, getUploadUrl } from './files.ts';
import { groups, groupUsers, list as listUsers, lookupByEmail, info as userInfo } from './users.ts';
import { open as openView, publish, push, update as updateView } from './views.ts';
import { addReaction, authTest, botInfo, openConnection, teamInfo } from './workspace-info.ts';

const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** Every Web API method of this workspace; any other answers `unknown_method`. */
export const METHODS: Readonly<Record<string, Method>> = {
  'apps.connections.open': { tier: 'tier3', scopes: [], appToken: true, run: openConnection },
  'auth.test': { tier: 'special', scopes: [], run: authTest },
  'bots.info': { tier: 'tier3', scopes: ['users:read'], run: botInfo },
  'chat.delete': { tier: 'tier3', scopes: ['chat:write'], needs: ['channel', 'ts'], run: deleteMessage },
  'chat.getPermalink': { tier: 'special', scopes: [], needs: ['channel', 'message_ts'], run: getPermalink },
  'chat.postEphemeral': { tier: 'tier4', scopes: ['chat:write'], needs: ['channel', 'user'], run: postEphemeral },
  'chat.postMessage': { tier: 'post', scopes: ['chat:write'], needs: ['channel'], run: postMessage },
  'chat.unfurl': { tier: 'tier3', scopes: ['links:write'], run: unfurl },
  'chat.update': { tier: 'tier3', scopes: ['chat:write'], needs: ['channel', 'ts'], run: updateMessage },
  'conversations.history': { tier: 'tier3', scopes: HISTORY, needs: ['channel'], run: history },
  'conversations.info': { tier: 'tier3', scopes: READ, needs: ['channel'], run: channelInfo },
  'conversations.join': { tier: 'tier3', scopes: ['channels:join'], needs: ['channel'], run: join },
  'conversations.list': { tier: 'tier2', scopes: READ, run: listChannels },
  'conversations.members': { tier: 'tier4', scopes: READ, needs: ['channel'], run: members },
  'conversations.open': { tier: 'tier3', scopes: ['im:write', 'mpim:write'], run: openChannel },
  'conversations.replies': { tier: 'tier3', scopes: HISTORY, needs: ['channel', 'ts'], run: replies },
  'files.completeUploadExternal': { tier: 'tier4', scopes: ['files:write'], needs: ['files'], run: completeUpload },
  'files.getUploadURLExternal': {
    tier: 'tier4',
    scopes: ['files:write'],
    needs: ['filename', 'length'],
    run: getUploadUrl,
  },
  'files.info': { tier: 'tier4', scopes: ['files:read'], needs: ['file'], run: fileInfo },
  'reactions.add': {
    tier: 'tier3',
    scopes: ['reactions:write'],
    needs: ['channel', 'timestamp', 'name'],
    run: addReaction,
  },
  'team.info': { tier: 'tier3', scopes: ['team:read'], run: teamInfo },
  'usergroups.list': { tier: 'tier2', scopes: ['usergroups:read'], run: groups },
  'usergroups.users.list': { tier: 'tier2', scopes: ['usergroups:read'], needs: ['usergroup'], run: groupUsers },
  'users.info': { tier: 'tier4', scopes: ['users:read'], needs: ['user'], run: userInfo },
  'users.list': { tier: 'tier2', scopes: ['users:read'], run: listUsers },
  'users.lookupByEmail': { tier: 'tier3', scopes: ['users:read.email'], needs: ['email'], run: lookupByEmail },
  'views.open': { tier: 'tier4', scopes: [], needs: ['trigger_id', 'view'], run: openView },
  'views.publish': { tier: 'tier4', scopes: [], needs: ['user_id', 'view'], run: publish },
  'views.push': { tier: 'tier4', scopes: [], needs: ['trigger_id', 'view'], run: push },
  'views.update': { tier: 'tier4', scopes: [], needs: ['view'], run: updateView },
};

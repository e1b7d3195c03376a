// Runs oidc-provider on a loopback port; what it registers is what profile.yaml says.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { createServer } from 'node:http';

// Standard output is for the caller: the library's notices go to the log.
console.info = console.error;

const exported = [];
function secret(name, make = () => randomBytes(24).toString('base64url')) {
  const variable = `OIDC_PROVIDER_${name}`;
  if (!process.env[variable]) {
    process.env[variable] = make();
    exported.push(variable);
  }
  return process.env[variable];
}

function jwk(type, options, extra) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), ...extra };
}

const newClientKey = () => JSON.stringify(jwk('ec', { namedCurve: 'P-256' }, { kid: 'client', alg: 'ES256' }));
const clientKey = JSON.parse(secret('CLIENT_KEY', newClientKey));
const newRSAKey = () => JSON.stringify(jwk('rsa', { modulusLength: 2048 }, { kid: 'client-rsa', alg: 'RS256' }));
const rsaKey = JSON.parse(secret('RSA_KEY', newRSAKey));
const publicPart = ({ d, p, q, dp, dq, qi, ...rest }) => rest;

const first = 'https://client.example/cb';
const second = 'https://client2.example/cb2';
const loopback = 'http://127.0.0.1:8765/cb';
const device = 'urn:ietf:params:oauth:grant-type:device_code';

function login(client_id, extra) {
  return {
    client_id,
    redirect_uris: [first, loopback],
    grant_types: ['authorization_code', 'refresh_token', device],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    ...extra,
  };
}
const unauthenticated = { token_endpoint_auth_method: 'none' };
// Pairwise subjects and the device grant together would need another authentication method.
const pairwise = { subject_type: 'pairwise', grant_types: ['authorization_code', 'refresh_token'] };

const hash = (text) => createHash('sha256').update(text).digest('hex');
const clients = [
  login('web', { client_secret: secret('WEB_SECRET'), post_logout_redirect_uris: ['https://client.example/out'] }),
  login('web2', { client_secret: secret('WEB2_SECRET'), redirect_uris: [first, second, loopback], post_logout_redirect_uris: ['https://client2.example/out'] }),
  login('post', { client_secret: secret('POST_SECRET'), token_endpoint_auth_method: 'client_secret_post' }),
  login('sjwt', { client_secret: secret('SJWT_SECRET'), token_endpoint_auth_method: 'client_secret_jwt' }),
  login('jwt', { jwks: { keys: [publicPart(clientKey)] }, token_endpoint_auth_method: 'private_key_jwt' }),
  login('odd:client+1%20&=?', { client_secret: `${secret('ODD_SECRET')}:+ %2F&="\\~` }),
  login('many', { client_secret: secret('MANY_SECRET'), redirect_uris: [first, second] }),
  login('single', { client_secret: secret('SINGLE_SECRET'), redirect_uris: [first] }),
  login('rsa', { jwks: { keys: [publicPart(rsaKey)] }, token_endpoint_auth_method: 'private_key_jwt' }),
  login('pair1', { ...pairwise, client_secret: secret('PAIR1_SECRET'), redirect_uris: ['https://a.example/cb'] }),
  login('pair2', { ...pairwise, client_secret: secret('PAIR2_SECRET'), redirect_uris: ['https://a.example/cb2'] }),
  login('pair3', { ...pairwise, client_secret: secret('PAIR3_SECRET'), redirect_uris: ['https://b.example/cb'] }),
  // One redirect URI with a query; one with a star, which is to be a letter like any other; one on plain http.
  login('query', { client_secret: secret('QUERY_SECRET'), redirect_uris: [`${first}?tenant=a`] }),
  login('star', { client_secret: secret('STAR_SECRET'), redirect_uris: ['https://client.example/apps/*/cb'] }),
  login('http', { client_secret: secret('HTTP_SECRET'), redirect_uris: ['http://client.example/cb'] }),
  login('spa', unauthenticated),
  login('spa2', { ...unauthenticated, redirect_uris: [first, second, loopback] }),
  login('native', {
    ...unauthenticated,
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]/cb', 'com.example.app:/cb', 'https://app.example/cb'],
  }),
  login('claimed', { ...unauthenticated, application_type: 'native', redirect_uris: ['https://app.example/cb'] }),
  login('hybrid', {
    client_secret: secret('HYBRID_SECRET'),
    redirect_uris: [first],
    grant_types: ['authorization_code', 'refresh_token', 'implicit'],
    response_types: ['code', 'code id_token', 'id_token'],
  }),
  login('idtoken', {
    client_secret: secret('IDTOKEN_SECRET'),
    redirect_uris: [first],
    grant_types: ['implicit'],
    response_types: ['id_token', 'none'],
  }),
  login('batch', {
    client_secret: secret('BATCH_SECRET'),
    redirect_uris: [],
    grant_types: ['client_credentials'],
    response_types: [],
    scope: 'api:read api:write',
  }),
];

async function findAccount(_ctx, id) {
  const claims = {
    sub: id,
    name: `${id} Example`, given_name: id, family_name: 'Example', middle_name: 'M', nickname: id, preferred_username: id,
    profile: `https://people.example/${id}`, picture: `https://people.example/${id}.png`, website: `https://${id}.example/`,
    gender: 'female', birthdate: '1990-10-31', zoneinfo: 'Europe/Berlin', locale: 'de-DE', updated_at: 1700000000,
    email: `${id}@people.example`, email_verified: true,
    phone_number: '+49 30 1234567', phone_number_verified: false,
    address: { formatted: 'Main St 1\n10115 Berlin', street_address: 'Main St 1', locality: 'Berlin', postal_code: '10115', country: 'DE' },
  };
  return { accountId: id, claims: async () => claims };
}

const configuration = {
  clients,
  clientBasedCORS: () => true,
  findAccount,
  jwks: {
    keys: [
      jwk('rsa', { modulusLength: 2048 }, { kid: 'rsa', alg: 'RS256', use: 'sig' }),
      jwk('ec', { namedCurve: 'P-256' }, { kid: 'ec', alg: 'ES256', use: 'sig' }),
    ],
  },
  cookies: { keys: [randomBytes(24).toString('base64url')] },
  subjectTypes: ['public', 'pairwise'],
  pairwiseIdentifier: async (_ctx, id, client) => hash(`${client.sectorIdentifier} ${id}`),
  scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username', 'profile',
      'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
    email: ['email', 'email_verified'],
    phone: ['phone_number', 'phone_number_verified'],
    address: ['address'],
  },
  features: {
    devInteractions: { enabled: true },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    // Pages of other origins are let in above, and proofs need a nonce: an application in a browser is to find its way.
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
};

const server = createServer();
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', async () => {
  const { default: Provider } = await import('oidc-provider');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', new Provider(issuer, configuration).callback());
  for (const name of exported) console.log(`export ${name}=${process.env[name]}`);
  console.log(`ready issuer=${issuer}`);
});

function stop() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
const input = fstatSync(0);
// A pipe is a parent holding on to us; a terminal or /dev/null says nothing.
if (input.isFIFO() || input.isSocket()) process.stdin.once('end', stop).resume();

// A web application on openid-client, as its guide shows one, with express. It registers by environment.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';

const { OAUTHSPEC_ISSUER: issuer, WEB_SECRET: secret = randomBytes(24).toString('base64url'), PORT = '0' } = process.env;
const app = express();
app.use(session({ secret: randomBytes(16).toString('hex'), resave: false, saveUninitialized: true, cookie: { sameSite: 'lax' } }));
const server = app.listen(Number(PORT), '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const execute = issuer.startsWith('https:') ? [] : [client.allowInsecureRequests];
  const config = await client.discovery(new URL(issuer), 'web', secret, undefined, { execute });

  app.get('/login', async (req, res) => {
    const verifier = client.randomPKCECodeVerifier();
    const parameters = {
      redirect_uri: `${base}/cb`, scope: 'openid profile email', code_challenge_method: 'S256',
      code_challenge: await client.calculatePKCECodeChallenge(verifier), state: client.randomState(), nonce: client.randomNonce(),
    };
    req.session.pending = { verifier, state: parameters.state, nonce: parameters.nonce };
    res.redirect(client.buildAuthorizationUrl(config, parameters).href);
  });

  app.get('/cb', async (req, res) => {
    const { pending } = req.session;
    delete req.session.pending;
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(req.originalUrl, base), {
        pkceCodeVerifier: pending?.verifier, expectedState: pending?.state, expectedNonce: pending?.nonce, idTokenExpected: true,
      });
      const { sub } = tokens.claims();
      const user = await client.fetchUserInfo(config, tokens.access_token, sub);
      req.session.regenerate(() => {
        req.session.user = user;
        req.session.token = tokens.access_token;
        res.redirect('/me');
      });
    } catch (error) {
      res.status(400).send(`<!doctype html><title>Sign-in failed</title><p>${error.code ?? 'the sign-in failed'}`);
    }
  });

  app.get('/me', (req, res) => (req.session.user ? res.json(req.session.user) : res.status(401).json({ error: 'nobody is signed in' })));

  app.get('/call', async (req, res) => {
    const answer = await client.fetchProtectedResource(config, req.session.token ?? '', new URL(`${issuer}/resource`), 'GET').catch((e) => ({ status: e.status ?? 502 }));
    res.send(`<!doctype html><title>API</title><p>${answer.status}`);
  });

  app.get('/machine', async (req, res) => {
    await client.clientCredentialsGrant(config).catch(() => {});
    res.send('<!doctype html><title>Machine</title><p>done');
  });

  console.log(`export WEB_SECRET=${secret}`);
  console.log(`ready app=${base}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
process.stdin.resume().on('end', () => process.exit(0)).on('error', () => process.exit(0));

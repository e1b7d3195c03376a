// An API behind express-oauth2-jwt-bearer, as its guide shows one.
import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';

const app = express();
app.use(auth({ issuerBaseURL: process.env.OAUTHSPEC_ISSUER, audience: 'https://api.example', tokenSigningAlg: 'RS256' }));
app.get('/data', (req, res) => res.json({ sub: req.auth.payload.sub }));
app.post('/data', (req, res) => res.json({ sub: req.auth.payload.sub }));
app.get('/admin', requiredScopes('api:write'), (req, res) => res.json({ admin: true }));
// The default error page of express prints a stack trace unless it is told that it is in production.
process.env.NODE_ENV = 'production';
const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`ready app=http://127.0.0.1:${server.address().port}`));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
process.stdin.resume().on('end', () => process.exit(0)).on('error', () => process.exit(0));

// A public client: Authorization Code with PKCE in the browser (RFC 7636, RFC 9700 §2.1.1), renewal with a rotating
// refresh token (RFC 9700 §4.14.2). Tokens stay in memory: what a script can read from storage, an injected one can too.
import * as oauth from './oauth4webapi.js'

const $ = (id) => document.getElementById(id)
const pendingKey = 'sign-in' // verifier, state and nonce outlive the redirect, and nothing else does
const http = { [oauth.allowInsecureRequests]: location.protocol === 'http:' } // on loopback; with --tls it is https

let config, as, client, user, tokens, timer
let renewals = 0

async function start() {
  config = await (await fetch('/config.json')).json()
  if (config.home) { $('home').href = config.home; $('home').hidden = false }
  const issuer = new URL(config.issuer)
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http))
  client = { client_id: config.client_id }
  if (location.pathname === '/callback') await finish()
  show()
}

async function signIn() {
  const pending = { verifier: oauth.generateRandomCodeVerifier(), state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce() }
  sessionStorage.setItem(pendingKey, JSON.stringify(pending))
  const url = new URL(as.authorization_endpoint)
  url.search = new URLSearchParams({
    response_type: 'code', client_id: client.client_id, redirect_uri: config.redirect_uri, scope: config.scope,
    state: pending.state, nonce: pending.nonce, prompt: 'consent',
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
  })
  location.assign(url)
}

// finish redeems the code. The pending sign-in is used once, and the code leaves the address bar first of all.
async function finish() {
  const address = new URL(location.href)
  history.replaceState(null, '', '/')
  const pending = JSON.parse(sessionStorage.getItem(pendingKey) || 'null')
  sessionStorage.removeItem(pendingKey)
  if (!pending) throw new Error('This answer belongs to no sign-in that began here.')
  const params = oauth.validateAuthResponse(as, client, address, pending.state)
  const response = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), params, config.redirect_uri, pending.verifier, http)
  const result = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: pending.nonce, requireIdToken: true })
  await oauth.validateApplicationLevelSignature(as, response, http)
  const claims = oauth.getValidatedIdTokenClaims(result)
  const answer = await oauth.userInfoRequest(as, client, result.access_token, http)
  user = await oauth.processUserInfoResponse(as, client, claims.sub, answer)
  keep(result, claims)
}

function keep(result, claims) {
  tokens = { ...tokens, ...result, claims: claims ?? tokens.claims }
  clearTimeout(timer)
  if (tokens.refresh_token) timer = setTimeout(() => attempt(renew), Math.max(1, tokens.expires_in * 0.75) * 1000)
}

// renew is silent: no page changes, and the user is not asked. The refresh token that was used is worth nothing afterwards.
async function renew() {
  const response = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token, http)
  const result = await oauth.processRefreshTokenResponse(as, client, response)
  const claims = oauth.getValidatedIdTokenClaims(result)
  if (claims && claims.sub !== tokens.claims.sub) throw new Error('The renewed token is another user’s.')
  keep(result, claims)
  renewals++
  show()
}

async function call() {
  const response = await fetch(config.api, { headers: { authorization: `Bearer ${tokens.access_token}` } })
  $('answer').textContent = `${response.status}\n${legible(await response.text())}`
  $('answer-part').hidden = false
}

// legible is JSON with a member a line; anything else stays as it came.
function legible(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

async function signOut() {
  const { refresh_token, id_token } = tokens
  clearTimeout(timer)
  tokens = undefined
  if (refresh_token && as.revocation_endpoint) await oauth.revocationRequest(as, client, oauth.None(), refresh_token, http)
  if (!as.end_session_endpoint) return show()
  const url = new URL(as.end_session_endpoint)
  url.search = new URLSearchParams({ id_token_hint: id_token, client_id: client.client_id, post_logout_redirect_uri: config.post_logout_redirect_uri })
  location.assign(url)
}

function show() {
  const signedIn = Boolean(tokens)
  $('state').textContent = signedIn ? `Signed in as ${user.name ?? user.sub}.` : 'Nobody is signed in.'
  $('sign-in').hidden = signedIn
  for (const id of ['call', 'renew', 'sign-out', 'tokens']) $(id).hidden = !signedIn
  $('renewals').textContent = renewals
  $('token-list').replaceChildren(...(signedIn ? [shown('Access token', tokens.access_token), shown('ID token', tokens.id_token), shown('Refresh token', tokens.refresh_token)] : []).flat())
}

// shown is a token laid open. Everything goes in as text: what a token says is not this page's to trust.
function shown(name, token) {
  if (!token) return []
  const title = document.createElement('h3')
  title.textContent = name
  const parts = token.split('.')
  const texts = parts.length === 3 ? [`Header: ${pretty(parts[0])}`, `Payload: ${pretty(parts[1])}`] : ['Only its issuer can read it.']
  return [title, ...texts.map((text) => Object.assign(document.createElement('pre'), { textContent: text }))]
}

function pretty(part) {
  const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2)
}

async function attempt(what) {
  $('problem').hidden = true
  try {
    await what()
  } catch (error) {
    $('problem').textContent = error.error_description ?? error.message
    $('problem').hidden = false
    if (as) show()
    else $('state').textContent = 'The authorization server cannot be used.'
  }
}

for (const [id, what] of Object.entries({ 'sign-in': signIn, call, renew, 'sign-out': signOut })) $(id).addEventListener('click', () => attempt(what))
attempt(start)

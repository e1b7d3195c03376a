CODE_VERIFIER=$(openssl rand -hex 32)
CODE_CHALLENGE=$(printf %s "$CODE_VERIFIER" |
  openssl dgst -sha256 -binary | openssl base64 | tr /+ _- | tr -d =)
# 1: browser
curl -si "https://as.test/authorize?client_id=web&code_challenge=${CODE_CHALLENGE}&redirect_uri=https%3A%2F%2Fc.test%2Fcb&state=x" \
  -b cookies.txt -c cookies.txt
# 2: browser, following the redirect of 1
curl -si 'https://as.test/login?c=1' -b cookies.txt -c cookies.txt
# CSRF: in the body of the answer to 2
# PASSWORD: the user's password
# 3: browser
curl -si https://as.test/login \
  -b cookies.txt -c cookies.txt \
  --data-urlencode "csrf=$CSRF" \
  -d user=alice \
  --data-urlencode "password=$PASSWORD"
# CLIENT_SECRET: the client's secret, as registered
# CODE: parameter "code" of the Location in the answer to 3
# 4: client
curl -si https://as.test/token \
  -H 'Accept: application/json' \
  -u "web:$CLIENT_SECRET" \
  -d grant_type=authorization_code \
  -d "code=$CODE" \
  --data-urlencode redirect_uri=https://c.test/cb \
  -d "code_verifier=$CODE_VERIFIER"
# CLIENT_SECRET_ENCODED: $CLIENT_SECRET, encoded as the request carries it
# 5: client
curl -si https://as.test/token \
  -u "web:$CLIENT_SECRET_ENCODED" \
  -d grant_type=client_credentials
# ACCESS_TOKEN: member "access_token" of the answer to 4
# 6: client
curl -si https://as.test/userinfo -H "Authorization: Bearer $ACCESS_TOKEN"

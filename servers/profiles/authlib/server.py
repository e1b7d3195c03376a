"""An API behind Authlib's ResourceProtector, which asks the issuer about each token, as its guide shows one."""
import os

import requests
from authlib.integrations.flask_oauth2 import ResourceProtector, current_token
from authlib.oauth2.rfc7662 import IntrospectTokenValidator
from flask import Flask, jsonify

issuer, secret = os.environ["OAUTHSPEC_ISSUER"], os.environ["API_SECRET"]


class Validator(IntrospectTokenValidator):
    def introspect_token(self, token_string):
        answer = requests.post(issuer + "/introspect", data={"token": token_string, "token_type_hint": "access_token"},
                               auth=("api", secret), timeout=3)
        answer.raise_for_status()
        return answer.json()


require_oauth = ResourceProtector()
require_oauth.register_token_validator(Validator())
app = Flask(__name__)


@app.route("/data", methods=["GET", "POST"])
@require_oauth("api:read")
def data():
    return jsonify(sub=current_token.get("sub"))


@app.route("/admin")
@require_oauth("api:write")
def admin():
    return jsonify(admin=True)

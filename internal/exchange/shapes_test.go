package exchange

import "testing"

func TestRedactShapes(t *testing.T) {
	jwt := "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
	for _, c := range []struct{ name, in, want string }{
		{"bearer", "Authorization: Bearer abc.def", "Authorization: Bearer ‹AUTHORIZATION›"},
		{"basic, lower case", "authorization: basic d2ViOnNlY3JldA==\r\nHost: x", "authorization: basic ‹AUTHORIZATION›\r\nHost: x"},
		{"header as JSON", `{"Authorization":["Bearer abc"]}`, `{"Authorization":["Bearer ‹AUTHORIZATION›"]}`},
		{"set-cookie keeps attributes", "Set-Cookie: sid=abc; Path=/; HttpOnly; SameSite=Lax", "Set-Cookie: sid=‹COOKIE›; Path=/; HttpOnly; SameSite=Lax"},
		{"cookies", "Cookie: a=1; b=two", "Cookie: a=‹COOKIE›; b=‹COOKIE›"},
		{"form", "grant_type=authorization_code&code=abc&code_verifier=v~1", "grant_type=authorization_code&code=‹CODE›&code_verifier=‹CODE_VERIFIER›"},
		{"fragment", "http://c/cb#access_token=abc&token_type=bearer", "http://c/cb#access_token=‹ACCESS_TOKEN›&token_type=bearer"},
		{"repeated", "code=one&code=two", "code=‹CODE›&code=‹CODE›"},
		{"inside another URL", "return=%2Fcb%3Fcode%3Dabc", "return=%2Fcb%3Fcode%3D‹CODE›"},
		{"nested once", "x?code%3Dabc", "x?code%3D‹CODE›"},
		{"not a member", "response_type=code&error_code=abc&barcode=1", "response_type=code&error_code=abc&barcode=1"},
		{"json", `{"access_token" : "a\"b", "token_type":"bearer"}`, `{"access_token" : "‹ACCESS_TOKEN›", "token_type":"bearer"}`},
		{"json, cut", `{"refresh_token":"abc`, `{"refresh_token":"‹REFRESH_TOKEN›`},
		{"json in json", `{"log":"{\"id_token\":\"abc\"}"}`, `{"log":"{\"id_token\":\"‹ID_TOKEN›\"}"}`},
		{"an error's code", `{"code":"invalid_request"}`, `{"code":"invalid_request"}`},
		{"form_post", `<input type="hidden" name="code" value="abc"/>`, `<input type="hidden" name="code" value="‹CODE›"/>`},
		{"form_post, other order", `<input value='abc' type='hidden' name='id_token'>`, `<input value='‹ID_TOKEN›' type='hidden' name='id_token'>`},
		{"jwt anywhere", "saw " + jwt + ", alone", "saw ‹JWT›, alone"},
		{"url with a password", "https://alice:pa55@as/x", "https://alice:‹PASSWORD›@as/x"},
		{"marked already", "code=‹CODE› Authorization: Bearer ‹ACCESS_TOKEN›", "code=‹CODE› Authorization: Bearer ‹ACCESS_TOKEN›"},
		{"curl", `-H "Authorization: Bearer $ACCESS_TOKEN" -d "code=$CODE"`, `-H "Authorization: Bearer $ACCESS_TOKEN" -d "code=$CODE"`},
		{"how to make one", "# CODE_VERIFIER=$(openssl rand -hex 32)", "# CODE_VERIFIER=$(openssl rand -hex 32)"},
		{"not a variable", "code=$CODE.abc", "code=‹CODE›"},
		{"plain", "want 400 invalid_grant", "want 400 invalid_grant"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := RedactShapes(c.in)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if again := RedactShapes(got); again != got {
				t.Errorf("not idempotent: %s", again)
			}
		})
	}
}

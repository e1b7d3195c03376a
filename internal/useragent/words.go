package useragent

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A meaning is what a button says, in one of the languages known here.
type meaning int

const (
	unread meaning = iota // not looked at yet
	silent                // nothing that is known
	enter                 // sign in
	allow                 // allow
	goOn                  // go on, whatever with
	no                    // refuse
	aside                 // something else: register, forgot my password, sign in with somebody else
)

// Latin words match as whole words, the others anywhere: they are written without spaces. The order is that of asking:
// "do not allow" has to be a refusal before it can be an "allow".
var vocabulary = []struct {
	means meaning
	said  []string
}{
	{no, words(
		"cancel", "deny", "no", "abort", "refuse", "decline", "reject", "disallow", "not now", "do not allow", "don't allow",
		"do not authorize", "don't authorize", "no thanks", "disagree", "block", "abbrechen", "ablehnen", "verweigern", "nein",
		"nicht zulassen", "nicht erlauben", "annuler", "refuser", "non", "ne pas autoriser", "cancelar", "rechazar", "denegar", "negar",
		"recusar", "annulla", "rifiuta", "nega", "annuleren", "weigeren", "nee", "avbryt", "neka", "nej", "annuller", "afvis", "anuluj",
		"odmów", "nie", "zrušit", "odmítnout", "отмена", "отклонить", "отказать", "запретить", "нет", "キャンセル", "拒否", "許可しない",
		"取消", "拒绝", "拒絕", "不同意", "취소", "거부", "iptal", "reddet",
	)},
	{aside, words(
		"register", "sign up", "signup", "create account", "create an account", "forgot", "forgotten", "reset", "lost password",
		"help", "log out", "logout", "log off", "logoff", "sign out", "signout", "sign off", "end session", "switch user", "switch account", "not you", "another account",
		"different account", "other account", "show password", "hide password", "show", "toggle", "search", "sign in with",
		"log in with", "login with", "continue with", "sign in using", "passkey", "terms", "privacy", "policy", "back", "language",
		"go to portal", "go to the portal", "go home", "go to home", "home page", "homepage",
		"registrieren", "konto erstellen", "passwort vergessen", "abmelden", "anmelden mit", "zurück", "suche", "s'inscrire",
		"mot de passe oublié", "se déconnecter", "retour", "registrarse", "olvidó", "olvidaste", "cerrar sesión", "registrati",
		"esci", "registreren", "uitloggen", "rejestracja", "регистрация", "забыли", "выйти", "新規登録", "忘れた", "注册", "忘记",
	)},
	{enter, words(
		"log in", "login", "log on", "logon", "sign in", "signin", "sign on", "connect", "authenticate", "anmelden", "einloggen",
		"anmeldung", "se connecter", "connexion", "s'identifier", "iniciar sesión", "acceder", "ingresar", "iniciar sessão", "entrar",
		"accedi", "entra", "inloggen", "aanmelden", "logga in", "logg inn", "log ind", "zaloguj", "přihlásit", "войти", "вход",
		"ログイン", "サインイン", "登录", "登錄", "登入", "로그인", "giriş",
	)},
	{allow, words(
		"allow", "grant", "accept", "authorize", "authorise", "approve", "yes", "agree", "consent", "permit", "give access", "ja",
		"zulassen", "erlauben", "akzeptieren", "zustimmen", "autorisieren", "gestatten", "autoriser", "accepter", "oui", "permitir",
		"aceptar", "autorizar", "sí", "si", "aceitar", "sim", "permettre", "consenti", "accetta", "autorizza", "sì", "toestaan",
		"akkoord", "tillåt", "godkänn", "tillad", "tillat", "zezwól", "tak", "povolit", "разрешить", "да", "許可", "同意", "承認",
		"はい", "允许", "授权", "동의", "허용", "izin ver",
	)},
	{goOn, words(
		"continue", "confirm", "ok", "okay", "proceed", "next", "submit", "go on", "go", "weiter", "bestätigen", "continuer", "valider",
		"suivant", "confirmer", "continuar", "siguiente", "confirmar", "continua", "avanti", "conferma", "doorgaan", "volgende",
		"bevestigen", "fortsätt", "fortsæt", "fortsett", "kontynuuj", "dalej", "pokračovat", "продолжить", "далее", "続行", "次へ",
		"继续", "下一步", "確認", "确认", "繼續", "계속", "다음", "devam",
	)},
}

// normal is a label in lower case with everything but letters, digits and apostrophes as single spaces, padded by one on
// either side, so that whole words can be looked for with strings.Contains.
func normal(label string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r == '’':
			return '\''
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'':
			return unicode.ToLower(r)
		}
		return ' '
	}, label)
	return " " + strings.Join(strings.Fields(s), " ") + " "
}

// meaningOf is what a label says; silent when it says nothing that is known.
func meaningOf(label string) meaning {
	s := normal(label)
	if s == "  " {
		return silent
	}
	for _, v := range vocabulary {
		if saysAny(s, v.said) {
			return v.means
		}
	}
	return silent
}

// words makes what is looked for in a normal text: a Latin word with its blanks, one of a script that is written without
// spaces as it is.
func words(list ...string) []string {
	for i, w := range list {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			list[i] = " " + w + " "
		}
	}
	return list
}

// saysAny reports whether a normal text has one of the words.
func saysAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// says is what a button means: by what is read on it, and where that tells nothing, by what its author called it.
func (e *element) says() meaning {
	if e.said == unread {
		e.said = meaningOf(e.label)
		if e.said == silent && (e.typ != "link" || e.label == "") { // a link's address says too much
			e.said = meaningOf(e.hint)
		}
	}
	return e.said
}

// any of these in a page's words makes it one that asks for consent.
var consentWords = words(
	"consent", "scope", "scopes", "access", "permission", "permissions", "authorize", "authorise", "authorization", "grant",
	"allow", "requests", "requesting", "share", "zugriff", "berechtigung", "berechtigungen", "zustimmung", "einwilligung",
	"autorisation", "accès", "permiso", "permisos", "acceso", "autorización", "acesso", "permissão", "autorizzazione", "accesso",
	"toegang", "toestemming", "åtkomst", "dostęp", "доступ", "разрешения", "アクセス", "権限", "授权", "访问", "權限", "권한",
)

// any of these in a page's title or heading makes it one that speaks of an error.
var errorWords = words(
	"error", "invalid", "failed", "failure", "denied", "forbidden", "unauthorized", "bad request", "not found", "went wrong",
	"not allowed", "mismatch", "unknown client", "unsupported", "oops", "sorry", "fehler", "ungültig", "erreur", "invalide",
	"inválido", "inválida", "errore", "non valido", "fout", "ongeldig", "fel", "błąd", "ошибка", "エラー", "错误", "錯誤", "오류",
)

// any of these in what a text field is called makes it the user's name.
var nameWords = words(
	"user", "username", "userid", "uname", "uid", "login", "loginid", "logon", "email", "e mail", "mail", "identifier", "account", "name",
	"loginfmt", "benutzer", "benutzername", "nutzername", "kennung", "utilisateur", "identifiant", "usuario", "correo", "usuário",
	"utente", "gebruiker", "gebruikersnaam", "användarnamn", "użytkownik", "логин", "пользователь", "ユーザー", "用户", "账号", "帳號",
)

// any of these in what a text field is called makes it the password, whatever its type.
var passwordWords = words(
	"password", "passwd", "passwort", "pass", "pwd", "kennwort", "mot de passe", "motdepasse", "contraseña", "senha", "wachtwoord",
	"lösenord", "hasło", "пароль", "パスワード", "密码", "密碼", "비밀번호",
)

// any of these on a button makes it one that signs out.
var leaveWords = words(
	"log out", "logout", "log off", "logoff", "sign out", "signout", "sign off", "end session", "abmelden", "ausloggen", "se déconnecter",
	"déconnexion", "cerrar sesión", "sair", "esci", "disconnetti", "uitloggen", "afmelden", "logga ut", "logg ut", "log ud", "wyloguj",
	"odhlásit", "выйти", "ログアウト", "サインアウト", "退出", "登出", "注销", "로그아웃", "çıkış",
)

// signOut is the button that answers the question whether to sign out with yes; nil where a page has none.
func (p *page) signOut() *element {
	var yes *element
	for _, e := range p.elements {
		says := e.says()
		if !e.pressable(p) || says == no || e.typ == "link" && !e.playsButton() {
			continue
		}
		if saysAny(normal(e.label), leaveWords) {
			return e
		}
		if yes == nil && (says == allow || says == goOn) {
			yes = e
		}
	}
	return yes
}

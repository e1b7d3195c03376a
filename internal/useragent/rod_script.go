package useragent

// The scripts that run in a page. Everything is decided outside: they only watch, read and act.

// watchBinding is the function by which a page says that it changed.
const watchBinding = "oauthspecChanged"

// watchScript runs before a page's own scripts. It reports changes of the document at most every 10 ms.
const watchScript = `(() => {
	const tell = window.` + watchBinding + `
	if (!tell || window !== window.top) return
	let pending = false
	const changed = () => {
		if (pending) return
		pending = true
		setTimeout(() => { pending = false; tell('') }, 10)
	}
	new MutationObserver(changed).observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
})()`

// readScript takes a copy of the document with what HTML alone does not tell: what is out of sight, what was typed and
// ticked, which form an element belongs to, and a number for everything that can be acted upon. The page itself is not
// changed; the numbered elements are kept for actScript.
const readScript = `((acting, refMark, formMark, hiddenMark, max) => {
	const root = document.documentElement
	const own = (name, value) => Object.defineProperty(window, name, {value, configurable: true, enumerable: false})
	if (!window.oauthspecID) own('oauthspecID', performance.timeOrigin + '-' + Math.random())
	const id = window.oauthspecID
	if (!root) return {html: '', url: location.href, id}
	const clone = root.cloneNode(true)
	const live = root.querySelectorAll('*'), copy = clone.querySelectorAll('*')
	const forms = [...document.forms], refs = []
	const seen = e => e.checkVisibility ? e.checkVisibility({visibilityProperty: true}) : e.getClientRects().length > 0
	for (let i = 0; i < live.length && i < 20000; i++) {
		const e = live[i], c = copy[i]
		if (!c) break
		if (e instanceof HTMLFormElement) c.setAttribute(formMark, forms.indexOf(e))
		if (e.localName === 'style') c.textContent = ''
		if (e.localName === 'script' || e.localName === 'style' || document.head && document.head.contains(e)) continue
		if (!seen(e)) c.setAttribute(hiddenMark, '')
		if (!e.matches(acting)) continue
		c.setAttribute(refMark, refs.length)
		refs.push(e)
		if ('form' in e) c.setAttribute(formMark, forms.indexOf(e.form))
		if (e instanceof HTMLInputElement) {
			c.toggleAttribute('checked', e.checked)
			if (e.type !== 'password' && e.type !== 'file') c.setAttribute('value', e.value)
		}
		c.toggleAttribute('disabled', e.matches(':disabled'))
	}
	own('oauthspecRefs', refs)
	const html = clone.outerHTML
	return {html: html.slice(0, max), cut: html.length > max, url: location.href, id}
})`

// actScript fills, ticks and presses. The press comes after the answer: what it sets off may take the page away. Values are
// set the way a framework notices, and a button that waits for them to be valid gets a moment to become enabled.
const actScript = `(async (fills, ticks, press, form) => {
	const refs = window.oauthspecRefs || []
	const set = (e, v) => {
		const own = e instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
		e.focus()
		Object.getOwnPropertyDescriptor(own.prototype, 'value').set.call(e, v)
		for (const name of ['keydown', 'keyup']) e.dispatchEvent(new KeyboardEvent(name, {bubbles: true}))
		for (const name of ['input', 'change']) e.dispatchEvent(new Event(name, {bubbles: true}))
		e.blur()
	}
	for (const f of fills) {
		if (!refs[f.ref]) return 'a field has gone'
		set(refs[f.ref], f.value)
	}
	for (const t of ticks) {
		if (!refs[t]) return 'a box has gone'
		if (!refs[t].checked) refs[t].click()
	}
	const b = refs[press], target = b ? b.form : document.forms[form]
	if (target && !target.noValidate && !(b && b.formNoValidate)) {
		const bad = [...target.elements].find(e => e.willValidate && !e.checkValidity())
		if (bad) return 'the browser does not accept the field ' + (bad.name || bad.id) + ': ' + bad.validationMessage
	}
	if (press < 0) {
		if (!target) return 'the form has gone'
		setTimeout(() => target.requestSubmit(), 0)
		return ''
	}
	if (!b) return 'the button has gone'
	for (let i = 0; i < 50 && b.matches(':disabled'); i++) await new Promise(r => setTimeout(r, 10))
	if (b.matches(':disabled')) return 'the button stays disabled'
	setTimeout(() => b.click(), 0)
	return ''
})`

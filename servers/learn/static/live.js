// Shows new messages as they pass. What comes is HTML that the guide has escaped, from the guide itself.
const place = document.getElementById('messages')
let shown = -1
async function refresh() {
  const open = new Set([...place.querySelectorAll('details[open]')].map((one) => one.id))
  const response = await fetch('/log/messages')
  if (!response.ok) return
  place.innerHTML = await response.text()
  for (const id of open) document.getElementById(id)?.setAttribute('open', '')
}
new EventSource('/log/events').addEventListener('message', (event) => {
  if (shown >= 0 || event.data !== '0') refresh()
  shown = Number(event.data)
})

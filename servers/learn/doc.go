// Package learn runs the three reference servers together, as an example to walk through: an authorization server, a web
// application, a single-page one and a protected API, each at an address of its own, beside a guide that leads through
// both scenarios and shows every message that passes between them.
package learn

package reports

import "time"

// LoadSchema is the version of the JSON that [Load] is written as.
const LoadSchema = 1

// A Load is the result of putting one target under load, or of a search for its capacity. Latencies are in
// milliseconds, counted from the intended send time where they are called response, from the actual one where they are
// called service. Rates are flows a second: one hit is one flow, whatever it takes.
type Load struct {
	Schema         int        `json:"schema"`
	Tool           string     `json:"tool"`              // "oauthspec v0.1.0"
	Valid          bool       `json:"valid"`             // the figures mean what they say
	InvalidBecause string     `json:"invalid_because"`   // empty: it is valid
	Partial        string     `json:"partial,omitempty"` // why it did not come to its end, such as "interrupted"
	Started        time.Time  `json:"started"`           // of the hold: the warm-up is over
	Flow           string     `json:"flow"`              // "client_credentials", or a mix "client_credentials=80,refresh=20"
	Target         LoadTarget `json:"target"`
	Machine        Machine    `json:"machine"` // the generator's
	Schedule       Schedule   `json:"schedule"`

	RequestedRate float64     `json:"requested_rate"` // mean over the schedule; 0: as fast as it goes (--max)
	AchievedRate  float64     `json:"achieved_rate"`
	Sent          int64       `json:"sent"`
	Response      Quantiles   `json:"response_ms"`
	Service       Quantiles   `json:"service_ms"`
	Lag           Quantiles   `json:"lag_ms"`
	Outcomes      Outcomes    `json:"outcomes"`
	OAuthErrors   Counts      `json:"oauth_errors"` // oauth_4xx by error code
	Checks        []LoadCheck `json:"checks"`       // what every answer, or a stated sample, was judged by
	Wrong         []Wrong     `json:"wrong"`        // the first few answers of each class, redacted

	// Histograms by name, encoded as HDR V2 compressed in base64, in microseconds: "response", "service" and "lag" of
	// the flow, "outcome/CLASS" for the response time of each class of outcome, and any other name is a step of the
	// flow, such as "token", by its service time.
	Histograms map[string]string `json:"histograms"`
	Seconds    []Second          `json:"seconds"`
	Drift      Drift             `json:"drift"`
	Repeats    []Repeat          `json:"repeats"`   // the runs of --repeat, the figures above being those of all of them
	Intervals  []Interval        `json:"intervals"` // what the valid repeats say of each figure, where there are three or more

	Connections       Connections `json:"connections"`
	GeneratorCPU      float64     `json:"generator_cpu_us_per_request"`
	TargetCPU         float64     `json:"target_cpu_us_per_token"` // 0: not measured, the target is not a process of this machine
	TargetMemoryBytes int64       `json:"target_memory_bytes"`     // at most; 0: not measured
	MachineCPUShare   float64     `json:"machine_cpu_share"`       // 0 to 1, of all cores and by all processes
	WorkersBusy       float64     `json:"workers_busy_share"`      // 0 to 1, how much of the hold no worker was free, so that what was due waited

	Objective    *Objective     `json:"objective,omitempty"`
	ObjectiveMet *bool          `json:"objective_met,omitempty"`
	Settings     map[string]any `json:"settings"` // what decides what the figures mean: workers, engine, timeout, …
	Notes        []string       `json:"notes"`
	Shard        *Shard         `json:"shard,omitempty"`  // this is one of several
	Shards       []Shard        `json:"shards,omitempty"` // what this was merged from
	*Capacity
}

// LoadTarget is what was under load.
type LoadTarget struct {
	Name             string `json:"name"`
	Issuer           string `json:"issuer"`
	Version          string `json:"version,omitempty"`
	TokenFormat      string `json:"token_format,omitempty"`      // opaque, jwt
	SigningAlgorithm string `json:"signing_algorithm,omitempty"` // of its access tokens, as seen: ES256
	SecretHash       string `json:"secret_hash,omitempty"`       // how it stores client secrets, where it is ours: sha256, bcrypt:12
	Process          int    `json:"process,omitempty"`           // its id, where its CPU and memory were measured
	Location         string `json:"location,omitempty"`          // "in this process", "on this machine", "elsewhere"
}

// Machine is where the load came from.
type Machine struct {
	OS          string  `json:"os"`
	Arch        string  `json:"arch"`
	CPU         string  `json:"cpu"`
	Cores       int     `json:"cores"`
	MemoryBytes int64   `json:"memory_bytes"`
	Go          string  `json:"go"`
	LoadAverage float64 `json:"load_average"` // of the last minute, before it began; 0: unknown
}

// Schedule says when flows were meant to start.
type Schedule struct {
	Shape    string  `json:"shape"`    // constant, step, ramp, sine, max
	Arrivals string  `json:"arrivals"` // even, poisson
	Text     string  `json:"text"`     // in words: "ramp from 100/s to 500/s"
	WarmupMS float64 `json:"warmup_ms"`
	HoldMS   float64 `json:"hold_ms"`
}

// Quantiles of one histogram, in milliseconds.
type Quantiles struct {
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P99   float64 `json:"p99"`
	P999  float64 `json:"p99_9"`
	Max   float64 `json:"max"`
	Count int64   `json:"count"`
}

// Outcomes counts flows by what became of them.
type Outcomes struct {
	OK           int64 `json:"ok"`
	Transport    int64 `json:"transport"` // no answer, time-outs apart
	OAuth4xx     int64 `json:"oauth_4xx"`
	RateLimited  int64 `json:"rate_limited"` // 429
	ServerError  int64 `json:"5xx"`
	Timeout      int64 `json:"timeout"`
	WrongContent int64 `json:"wrong_content"` // an answer that is none: not JSON, no token, a token seen before, another's
}

// A LoadCheck is something that answers were judged by.
type LoadCheck struct {
	Name    string `json:"name"` // "never the same token twice"
	Checked int64  `json:"checked"`
	Failed  int64  `json:"failed"`
	First   string `json:"first,omitempty"` // the first failure, redacted
}

// Wrong is one answer that was not a success.
type Wrong struct {
	Class string  `json:"class"` // a name of [Outcomes]
	AtMS  float64 `json:"at_ms"` // after the start of the hold
	What  string  `json:"what"`
}

// A Second of the hold, by intended send time.
type Second struct {
	At        int      `json:"at"`      // 0 is the first
	Planned   int64    `json:"planned"` // what the schedule wanted sent
	Sent      int64    `json:"sent"`
	P50       float64  `json:"p50"` // of response, in milliseconds
	P99       float64  `json:"p99"`
	Max       float64  `json:"max"`
	Outcomes  Outcomes `json:"outcomes"`
	Histogram string   `json:"histogram,omitempty"` // of response, so that seconds of several machines merge
}

// Drift compares the first third of the hold with the last.
type Drift struct {
	First    Quantiles `json:"first_ms"`
	Last     Quantiles `json:"last_ms"`
	P99Ratio float64   `json:"p99_ratio"` // last to first; 0: too short to say
}

// A Repeat is one of several runs alike.
type Repeat struct {
	Valid          bool      `json:"valid"`
	InvalidBecause string    `json:"invalid_because"`
	Started        time.Time `json:"started"`
	AchievedRate   float64   `json:"achieved_rate"`
	Sent           int64     `json:"sent"`
	Response       Quantiles `json:"response_ms"`
	Service        Quantiles `json:"service_ms"`
	Lag            Quantiles `json:"lag_ms"`
	Outcomes       Outcomes  `json:"outcomes"`
	TargetCPU      float64   `json:"target_cpu_us_per_token"`
	Histogram      string    `json:"histogram"` // of response
}

// An Interval holds the true mean of a figure over runs alike, in 95 of 100 cases (Student's, on logarithms): latencies in
// milliseconds, "rate" in flows a second, "cpu" in microseconds of the target's for each right answer.
type Interval struct {
	Figure  string  `json:"figure"` // "p(50)", "p(99)", "max", "rate", "cpu"
	Repeats int     `json:"repeats"`
	Mean    float64 `json:"mean"` // geometric
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
}

// Connections says what the flows went over.
type Connections struct {
	Opened        int64 `json:"opened"`
	Reused        int64 `json:"reused"` // requests on a connection that was open
	TLSHandshakes int64 `json:"tls_handshakes"`
	MaxInFlight   int64 `json:"max_in_flight"`
}

// A Shard is one machine's share of a schedule: every Of-th flow, beginning with the one at Index.
type Shard struct {
	Index   int       `json:"index"`
	Of      int       `json:"of"`
	Run     string    `json:"run"` // the same for all shards of one run: a digest of schedule, flow, target and settings
	StartAt time.Time `json:"start_at"`
	LateMS  float64   `json:"late_ms"` // how long after StartAt it began
}

// Capacity is what a search for the highest rate within an objective adds.
type Capacity struct {
	CapacityRate    float64 `json:"capacity_rate"` // flows a second, confirmed by a hold; 0: none was found
	Trials          []Trial `json:"trials"`
	LimitedBy       string  `json:"limited_by"`        // objective, target, generator, rate_limit, errors, machine, time, most
	LimitedBecause  string  `json:"limited_because"`   // in words
	GeneratorRate   float64 `json:"generator_rate"`    // what the generator itself reaches, calibrated first; 0: not measured
	SearchMS        float64 `json:"search_ms"`         // how long all of it took
	SearchAllowedMS float64 `json:"search_allowed_ms"` // within which it had to end
}

// A Trial is one rate tried by a search.
type Trial struct {
	Phase        string    `json:"phase"` // double, bisect, repeat, confirm; again: the one before said nothing
	Rate         float64   `json:"rate"`
	HoldMS       float64   `json:"hold_ms"`
	Held         bool      `json:"held"`
	Because      string    `json:"because"` // why it did not hold
	AchievedRate float64   `json:"achieved_rate"`
	ErrorShare   float64   `json:"error_share"`
	Response     Quantiles `json:"response_ms"`
	Lag          Quantiles `json:"lag_ms"`
}

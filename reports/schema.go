package reports

import _ "embed"

// The published JSON Schemas (2020-12) of what [JSON] writes.
var (
	//go:embed schema/run.schema.json
	RunSchema []byte // of a [Run]

	//go:embed schema/load.schema.json
	LoadSchemaJSON []byte // of a [Load]

	//go:embed schema/proof.schema.json
	ProofSchema []byte // of a list of [Proof]

	//go:embed schema/requirements.schema.json
	RequirementsSchema []byte // of a list of [Listing]
)

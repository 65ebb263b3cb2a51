#!/usr/bin/env bash
# Checks the protos against the rules of buf.yaml and the contract of the last release.
set -euo pipefail
cd "$(dirname "$0")"
image=$(mktemp -d)/darkroom.binpb
trap 'rm -rf "$(dirname "$image")"' EXIT
cp ../../schemas/target/classes/META-INF/armeria/grpc/darkroom.dsc "$image"
npx buf lint "$image" --config buf.yaml
npx buf breaking "$image" --config buf.yaml --against contract/baseline.binpb

#!/bin/sh
# Fetch the browser libraries by the lock, make them small, put them where the site takes them from.
# Needs Node. Only for updating a library: the result is committed, building the site needs no Node.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --silent
target=../overrides/static/vendor
mkdir -p "$target"
for name in idb minisearch; do
  case $name in idb) source=build/index.js ;; *) source=dist/es/index.js ;; esac
  npx esbuild "node_modules/$name/$source" --minify --format=esm --legal-comments=none --outfile="$target/$name.mjs" --log-level=error
  cp node_modules/$name/LICENSE* "$target/$name.LICENSE.txt"
done
(cd "$target" && sha256sum ./*.mjs) > vendored.sha256

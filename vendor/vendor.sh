#!/bin/sh
# Make the browser libraries of the lock small, and put them where the site takes them from. `make vendor` calls this.
# Only for updating a library: the result is committed, building the site needs no Node.
set -eu
cd "$(dirname "$0")"
target=../overrides/static/vendor
mkdir -p "$target"
bundle() { # name, what the site uses of it
  npx esbuild --banner:js="// @ts-nocheck" --minify --bundle --format=esm --legal-comments=none --log-level=error --outfile="$target/$1.mjs" --loader=js <<CODE
export $2 from "$1";
CODE
  cp "node_modules/$1"/LICENSE* "$target/$1.LICENSE.txt"
}
bundle idb '*'
bundle minisearch '{ default }'
bundle jsonrepair '{ jsonrepair }'
bundle docx '{ AlignmentType, BorderStyle, Document, HeadingLevel, Packer, PageNumber, Footer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType }'
# The library for Word files brings two others with it: their licences stand with its own.
for inner in fflate nanoid; do printf '\n%s\n\n' "$inner"; cat "node_modules/$inner"/LICENSE*; done >> "$target/docx.LICENSE.txt"
(cd "$target" && sha256sum ./*.mjs) > vendored.sha256

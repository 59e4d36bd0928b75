#!/usr/bin/env bash
# Builds the files of a release in target/release: the service, the library and its test kit, the bill of materials, and checksums.
#   deploy/release.sh              on the tagged commit of a release, with nothing changed
#   deploy/release.sh rehearse     on any commit, to try it
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml)
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
if [ "${1:-}" != rehearse ]; then
  [[ $version != *-SNAPSHOT ]] || fail "$version in pom.xml is no release"
  grep -q "^## $version (20..-..-..)$" CHANGELOG.md || fail "CHANGELOG.md has no heading '## $version (DATE)'"
  [ -z "$(git status --porcelain)" ] || fail "there are changes that no commit holds"
  [ "$(git describe --exact-match --match "v$version" 2>/dev/null)" = "v$version" ] || fail "this commit has no tag v$version"
fi

name=tasker-domain-events-$version
release=target/release
mvn=(mvn -B -q -DskipTests)
rm -rf "$release"
# The default build has the library and the test kit; the production build leaves out what only a first run and tests need.
"${mvn[@]}" package
mkdir -p "$release"
cp "target/$name.jar" "target/$name-testkit.jar" "$release/"
"${mvn[@]}" package -Pproduction
# One order, one owner and one time for all files: the archive depends on their contents alone.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C target \
  --transform "s,^quarkus-app,$name," -cf - quarkus-app | gzip -n >"$release/$name-service.tar.gz"
cp target/bom.json "$release/$name-bom.json"
(cd "$release" && sha256sum -- * >SHA256SUMS)
java -jar target/quarkus-app/quarkus-run.jar --version
cat "$release/SHA256SUMS"

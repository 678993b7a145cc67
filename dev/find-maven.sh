# Sourced by mvnw, nightlatch and .ci/run: finds a Maven. JAVA_HOME must name the JDK that it runs on.

# Prints the first Maven of 3.8.7 or newer: the one that MAVEN_HOME names, else those on the PATH.
# Says what to install and returns 1 where there is none.
nightlatch_find_maven() {
  nightlatch_candidates=
  if [ -n "${MAVEN_HOME:-}" ] && [ -x "$MAVEN_HOME/bin/mvn" ]; then
    nightlatch_candidates=$(CDPATH='' cd -- "$MAVEN_HOME/bin" && pwd -P)/mvn
  fi
  nightlatch_old_ifs=$IFS
  IFS=:
  for nightlatch_folder in $PATH; do
    # An empty entry is the folder one is in. Whoever calls may be in another one by then.
    [ -x "${nightlatch_folder:-.}/mvn" ] && nightlatch_candidates="$nightlatch_candidates
$(CDPATH='' cd -- "${nightlatch_folder:-.}" && pwd)/mvn"
  done
  IFS='
'
  for nightlatch_candidate in $nightlatch_candidates; do
    if nightlatch_is_maven_3_8_7 "$nightlatch_candidate"; then
      IFS=$nightlatch_old_ifs
      printf '%s\n' "$nightlatch_candidate"
      return 0
    fi
  done
  IFS=$nightlatch_old_ifs
  echo "Nightlatch needs Maven 3.8.7 or newer and found none in MAVEN_HOME or on the PATH; install it (Debian: apt install maven, macOS: brew install maven)." >&2
  return 1
}

nightlatch_is_maven_3_8_7() {
  "$1" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1 |
    awk -F. '{ found = $1 > 3 || ($1 == 3 && ($2 > 8 || ($2 == 8 && $3 >= 7))) } END { exit !found }'
}

#!/bin/sh
# Trains one commit in one environment: train.sh ENVIRONMENT COMMIT RELEASE ATTEMPT MODEL
set -eu

ENVIRONMENT=$1 COMMIT=$2 RELEASE=$3 ATTEMPT=$4 MODEL=$5
export COMMIT RELEASE MODEL
file="compose.$ENVIRONMENT.yml"
[ -f "$file" ] || { echo "There is no $file: $ENVIRONMENT cannot be trained." >&2; exit 64; }

compose() {
  docker compose --project-name "train-$RELEASE-$ATTEMPT" --file "$file" "$@"
}

# Containers are not children of this script: whatever ends it has to take them down, in less than the ten seconds that it has.
trap 'compose down --remove-orphans --timeout 5' EXIT
trap 'exit 143' TERM INT HUP

# `wait` hears a signal at once; a command in the foreground would be waited for first.
compose build --quiet train &
wait "$!"
compose run --rm train &
wait "$!"

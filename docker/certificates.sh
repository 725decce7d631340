#!/bin/sh
# Makes an authority of this machine and a certificate for each server of compose.yaml, once.
# Usage: certificates.sh FOLDER NAME:UID…   gives FOLDER/ca.pem and FOLDER/NAME/{tls.crt,tls.key}, the key
# readable by that user alone. The authority's own key is thrown away: nobody can sign with it later.
set -eu
umask 077
folder=$1
shift
[ -s "$folder/ca.pem" ] && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
new_key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
# shellcheck disable=SC2086 # the options are words
openssl req -x509 $new_key -days 825 -subj '/CN=Medallion compose authority' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' \
  -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null

for server in "$@"; do
  name=${server%%:*}
  uid=${server#*:}
  # shellcheck disable=SC2086
  openssl req $new_key -subj "/CN=$name" -keyout "$work/$name.key" -out "$work/$name.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n' \
    "$name" >"$work/$name.ext"
  openssl x509 -req -in "$work/$name.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 825 \
    -extfile "$work/$name.ext" -out "$work/$name.crt" 2>/dev/null
  # The folder stays with who runs this, so that a run after an interrupted one may replace what is in it.
  mkdir -p "$folder/$name"
  rm -f "$folder/$name/tls.crt" "$folder/$name/tls.key"
  cp "$work/$name.crt" "$folder/$name/tls.crt"
  cp "$work/$name.key" "$folder/$name/tls.key"
  chmod 0755 "$folder/$name"
  chmod 0444 "$folder/$name/tls.crt"
  chmod 0400 "$folder/$name/tls.key"
  [ "$(id -u)" -ne 0 ] || chown "$uid:$uid" "$folder/$name/tls.key"
done

chmod 0755 "$folder"
rm -f "$folder/.ca.pem"
cp "$work/ca.pem" "$folder/.ca.pem"
chmod 0444 "$folder/.ca.pem"
mv "$folder/.ca.pem" "$folder/ca.pem"

# A machine to throw away: this one's files, of which nothing is changed, with processes and a network of its own.
# Usage, as root: unshare --mount --pid --net --fork --kill-child bash machine.sh HOME; runs HOME/steps.sh.
set -eu
home=$1
here=$(dirname "$0")
place=$home/.machine
mkdir -p "$place"
mount -t tmpfs -o size=3g tmpfs "$place"
mkdir "$place/upper" "$place/work" "$place/root"
root=$place/root
mount -t overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" overlay "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/systemd/system" "$root/srv/stranger"
mount --bind "$home" "$root/srv/stranger"
# Packages look for these two there; a container's ban on starting services is not a machine's.
install -m 755 "$here/systemctl" "$here/sudo" "$root/usr/bin/"
rm -f "$root/usr/sbin/policy-rc.d"
# The way to itself; there is no other.
ip link set lo up
echo '127.0.0.1 localhost db1' > "$root/etc/hosts"
exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv/stranger LANG=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive bash -c 'cd; exec bash -eux steps.sh'

# Runs one program, and ends it when nobody holds the other end of standard input any more: the
# end of input is KILL, also for a program that is stopped, and whatever ended the holder.
# Each line of input is the name of a signal for the program. Exits as the program does.

# A job in the background reads from /dev/null, so the pipe gets a number of its own.
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!

(
  while read -r signal <&3; do
    kill -"$signal" "$program"
  done
  kill -KILL "$program"
) 2>/dev/null &
listener=$!
exec 3<&-

wait "$program"
status=$?
kill "$listener" 2>/dev/null
exit "$status"

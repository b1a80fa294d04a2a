package io.curia.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time passes when the test says so; everything runs on the test's thread. */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
    private long now;
    private long count;

    /** Nanoseconds since the start. */
    public long nanoTime() {
        return now;
    }

    /** Lets time pass; runs what is due on the way, in order. */
    public void advance(long millis) {
        long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            Task<?> task = tasks.poll();
            now = Math.max(now, task.at);
            task.run();
        }
        now = end;
    }

    /** Time leaps, as after a pause of the process: what was due meanwhile runs late, in order. */
    public void leap(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        settle();
    }

    /** Milliseconds since the start. */
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(now);
    }

    /** Runs what is due now. */
    public void settle() {
        advance(0);
    }

    /** How many tasks wait. */
    public int waiting() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task<>(command, unit.toNanos(delay)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, unit.toNanos(delay)));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, delay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        return schedule(() -> {
            command.run();
            scheduleWithFixedDelay(command, delay, delay, unit);
        }, initial, unit);
    }

    private <T> Task<T> add(Task<T> task) {
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> left = new ArrayList<>(tasks);
        tasks.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        private final long at;
        private final long order = count++;

        Task(Runnable command, long delay) {
            super(command, null);
            this.at = now + Math.max(0, delay);
        }

        Task(Callable<V> callable, long delay) {
            super(callable);
            this.at = now + Math.max(0, delay);
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> task = (Task<?>) other;
            return at != task.at ? Long.compare(at, task.at) : Long.compare(order, task.order);
        }

        @Override
        protected void setException(Throwable t) {
            super.setException(t);
            throw new AssertionError("a scheduled task failed", t);
        }
    }
}

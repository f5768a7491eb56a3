import { readFileSync } from 'node:fs';

/** The most memory that the processes under this one have held since they were started, in bytes; looked at until `end`. Linux only. */
export function watchChildren(): { end(): number } {
	let most = 0;
	const look = (): void => {
		most = Math.max(most, peakOfChildren());
	};
	const timer = setInterval(look, 5);
	return {
		end: () => {
			clearInterval(timer);
			look();
			return most;
		},
	};
}

/** The memory that the processes under this one hold, in bytes; 0 on other systems than Linux. */
export function memoryOfChildren(): number {
	return childrenSum('VmRSS');
}

function peakOfChildren(): number {
	return childrenSum('VmHWM');
}

/** The process under this one that has this title; undefined on other systems than Linux. */
export function childTitled(title: string): number | undefined {
	const found = children().find((pid) => textOf(`/proc/${pid}/cmdline`).startsWith(title));
	return found === undefined ? undefined : Number(found);
}

/** The processor time of a process in hundredths of a second, as Linux counts it (proc_pid_stat(5), utime and stime). */
export function processorTime(pid: number): number {
	const stat = textOf(`/proc/${pid}/stat`);
	const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
	return user + system;
}

/** The processor time of the processes under this one, in hundredths of a second; 0 on other systems than Linux. */
export function processorTimeOfChildren(): number {
	return children().reduce((sum, pid) => sum + processorTime(Number(pid)), 0);
}

function children(): readonly string[] {
	return textOf(`/proc/${process.pid}/task/${process.pid}/children`).split(' ').filter(Boolean);
}

function childrenSum(field: 'VmRSS' | 'VmHWM'): number {
	return children().reduce((sum, pid) => {
		const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(textOf(`/proc/${pid}/status`))?.[1] ?? '0';
		return sum + Number(kilobytes) * 1024;
	}, 0);
}

/** Empty where there is no such file: a process may just have ended. */
function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}

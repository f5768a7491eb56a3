import type { WriteCommand } from './arguments.ts';
export async function write(_command: WriteCommand): Promise<number> {
	return 0;
}

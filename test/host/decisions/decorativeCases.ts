import type { DecisionCase } from './decisionCase.ts';

/** Last: what is said already, and decoration. */
export const decorativeCases: readonly DecisionCase[] = [
	{
		name: 'what the text says already',
		file: 'aj.html',
		text: '<p>The sky is blue.</p>@<img alt="image" src="photo-landscape.jpg">',
		kind: 'decorative',
		alt: '',
		around: ['- Sentence before: "The sky is blue."', '- Alt text now: "image"'],
		after: '<p>The sky is blue.</p><img alt="" src="photo-landscape.jpg">',
	},
	{
		name: 'decoration in JSX',
		file: 'ak.tsx',
		text: 'const a = <p>@<img src="photo-landscape.jpg" alt={"photo"} /></p>;\n',
		kind: 'decorative',
		alt: '',
		around: ['- Alt text now: "photo"'],
		after: 'const a = <p><img src="photo-landscape.jpg" alt={""} /></p>;\n',
	},
	{
		name: 'decoration on GitHub is only suggested',
		file: 'README.md',
		text: '# Name\n\n@![banner](photo-landscape.jpg)\n',
		kind: 'decorative',
		alt: '',
		around: ['- Nearest heading: "Name"', '- Alt text now: "banner"'],
		after: '# Name\n\n![banner](photo-landscape.jpg)\n',
	},
	{
		name: 'decoration on GitHub, with a text all the same',
		file: 'CONTRIBUTING.md',
		text: '# Name\n\n@![](photo-landscape.jpg)\n',
		kind: 'decorative',
		alt: 'Banner with hills.',
		around: ['- Nearest heading: "Name"'],
		after: '# Name\n\n![Banner with hills.](photo-landscape.jpg)\n',
	},
	{
		name: 'decoration in Vue',
		file: 'al.vue',
		text: '<template><h1>{{ title }}</h1>@<img src="photo-landscape.jpg"></template>\n',
		kind: 'decorative',
		alt: '',
		around: [],
		after: '<template><h1>{{ title }}</h1><img src="photo-landscape.jpg" alt=""></template>\n',
	},
	{
		name: 'decoration in HTML that had no alt text',
		file: 'am.html',
		text: '<h1>News</h1>@<img src="photo-landscape.jpg"><p>Today.</p>',
		kind: 'decorative',
		alt: '',
		around: ['- Nearest heading: "News"', '- Sentence after: "Today."'],
		after: '<h1>News</h1><img src="photo-landscape.jpg" alt=""><p>Today.</p>',
	},
];
